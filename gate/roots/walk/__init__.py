"""The walk-test in the terminal: steps of a trial, the guide that walks them, the sheet that is kept and printed."""
