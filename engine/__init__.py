"""What the indexer and the service share: the record, the query, the answer, and two engines behind one contract."""
