"""Statistics: confidence intervals and paired tests over clustered cases."""
