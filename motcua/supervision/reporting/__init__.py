"""Reports for whoever asks: the question read, the register counted, the answer as a sheet and as a file."""
