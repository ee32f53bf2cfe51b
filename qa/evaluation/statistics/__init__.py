"""Statistics: confidence intervals of means over cases, and paired tests between two runs."""
