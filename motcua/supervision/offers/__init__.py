"""What somebody can do to a dossier now: every act of the core, offered, or refused with the rule that refuses it."""
