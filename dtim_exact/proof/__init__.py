"""What may be called proved: the language of statements, their meaning at explicit N, and the kernel that proves
them for all N.

Contents, in reading order: `terms` (statements as data), `semantics` (what a statement means at explicit N), `fields`
(rational functions, decided by flint), `scalar_form`, `collective_form`, `sites_form`, `words_form` (normal forms),
`kernel` (theorems).
"""
