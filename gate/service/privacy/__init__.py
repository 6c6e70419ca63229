"""Use cases about what is known of people: fields that are shut, who read what, legal holds, erasure."""
