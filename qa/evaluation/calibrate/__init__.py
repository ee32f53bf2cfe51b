"""Calibration: confidence and refusal threshold fitted to the documents of one library."""
