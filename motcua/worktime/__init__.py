"""Working time: calendars, allowances, due dates, elapsed time, and the explanation of each. Pure."""
