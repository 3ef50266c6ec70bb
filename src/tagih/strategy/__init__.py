"""Decides whom to contact, how, and in which order. Owns the variables that conditions ask, the language of conditions,
strategies as text and their decisions. Orders channels; never carries them out, and never says what the law allows:
that is the contact gate. Words: variable, condition, segment, treatment, step."""
