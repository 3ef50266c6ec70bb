"""The telephones outside: one provider at a time, chosen where the programme is put together."""
