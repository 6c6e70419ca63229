"""Pages for people without an account: a visitor's own visit, and a host's answer, each by a link of its own."""
