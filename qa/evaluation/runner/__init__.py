"""Runner: all cases of a run asked, resumed, summarised, compared with a baseline and held against thresholds."""
