"""The end of the day and the roll call: who is in the house, how one knows, and since when."""
