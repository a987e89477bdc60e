"""The dossier: a typeset file of proof in which every sentence points to a numbered exhibit."""
