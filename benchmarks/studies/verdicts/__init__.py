"""The two thresholds of qa/answering/calibration.json, in the shares that people meet."""
