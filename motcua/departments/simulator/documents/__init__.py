"""A played exchange of documents, with mailboxes, and the organisations that receive what is sent there."""
