"""Exchange of electronic documents between agencies (edXML): the messages, and the port on top of them."""
