"""regimens"""
