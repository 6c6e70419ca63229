"""The audit page: every event, by filters, in pages that cost the same however far back."""
