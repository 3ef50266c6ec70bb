"""The strategies that come with Tagih, as texts."""
