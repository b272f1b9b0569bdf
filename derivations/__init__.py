"""The paper, claim by claim: one file per section of the supplement, the main text's equations with them, in reading order."""
