"""Every reason and note of the policy as a sentence: the table is the domain's, shared with the command line."""

from gate.domain.words.reasons import PARAMETERS, REASONS, parameter_word, reason

__all__ = ["PARAMETERS", "REASONS", "parameter_word", "reason"]
