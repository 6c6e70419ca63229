"""Who is at the desk: operators, passwords, sessions, lock-out, and what is refused before it becomes a command."""
