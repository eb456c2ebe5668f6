"""Notices to applicants and officers: their words, where people are reached, and the channels that reach them."""
