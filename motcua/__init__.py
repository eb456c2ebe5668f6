"""Một Cửa: carries procedure dossiers between agencies until their result is returned on time."""
