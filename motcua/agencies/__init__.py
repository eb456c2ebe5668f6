"""Agencies with dates of validity, their seats, codes and calendars. Pure."""
