"""People: who they are here, what opens for them, where they were; and leaving the company."""
