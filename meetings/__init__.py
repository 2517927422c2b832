"""Meetings between a buyer and a company: proposals, agreement, calendars."""
