-- The list by outcome, and the console's own calls of the last day.
CREATE INDEX session_by_outcome ON session (organization, outcome, row);
CREATE INDEX session_by_start ON session (organization, started, api_calls);
-- Closed incidents are forgotten by age.
CREATE INDEX incident_closed ON incident (organization, until) WHERE until IS NOT NULL;
