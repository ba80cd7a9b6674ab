"""Words of opposite meaning: increase and decrease, before and after."""
