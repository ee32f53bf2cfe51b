"""How a store grows: time, memory and disk from a thousand passages to a million."""
