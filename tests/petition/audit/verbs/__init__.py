"""What each verb of the rooms writes into history: a scenario for each, or the reason why it writes nothing."""
