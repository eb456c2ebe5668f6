"""Signatures between us and a department's system: those of every exchange."""

from motcua.exchange.signing import SigningKey as SigningKey
