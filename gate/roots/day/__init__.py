"""A day on the simulated site, played by the clock's own hand and checked act by act (`gate demo --scenario day`)."""
