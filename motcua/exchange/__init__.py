"""What everything that speaks HTTP to others needs: bounded exchanges, guarded addresses, credentials, signatures."""
