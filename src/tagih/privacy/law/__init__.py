"""The law as data: the register of processing, grounds of refusal, retention rules."""
