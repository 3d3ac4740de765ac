CREATE TABLE IF NOT EXISTS listen_event (
  service_id TEXT NOT NULL, case_id TEXT NOT NULL, event_id TEXT NOT NULL, event_key BIGINT NOT NULL,
  activity TEXT NOT NULL, occurred_at TIMESTAMP NOT NULL, recorded_at TIMESTAMP,
  outcome TEXT NOT NULL, reason TEXT, duration_ms BIGINT, amount DECIMAL(18,2), currency TEXT,
  channel TEXT, outlet TEXT, region TEXT, product TEXT, session TEXT, device TEXT, staff_id TEXT, customer_id TEXT, segment TEXT,
  ticket_id TEXT, tickets INTEGER NOT NULL, objects JSON, attributes JSON, source TEXT, source_id TEXT,
  arrived_at TIMESTAMP NOT NULL, import_id TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS listen_feedback (
  service_id TEXT NOT NULL, case_id TEXT NOT NULL, feedback_id TEXT NOT NULL, event_key BIGINT NOT NULL,
  received_at TIMESTAMP NOT NULL, recorded_at TIMESTAMP, source TEXT NOT NULL, text TEXT NOT NULL,
  rating DOUBLE PRECISION, rating_max DOUBLE PRECISION, language TEXT,
  taxonomy TEXT, polarity TEXT, intensity INTEGER, confidence DOUBLE PRECISION, topics JSON,
  channel TEXT, outlet TEXT, region TEXT, product TEXT, session TEXT, device TEXT, staff_id TEXT, customer_id TEXT, segment TEXT,
  attributes JSON, arrived_at TIMESTAMP NOT NULL, import_id TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS listen_response (
  service_id TEXT NOT NULL, case_id TEXT NOT NULL, response_id TEXT NOT NULL, event_key BIGINT NOT NULL,
  survey TEXT NOT NULL, started_at TIMESTAMP, submitted_at TIMESTAMP NOT NULL, recorded_at TIMESTAMP, mode TEXT, answers JSON,
  excluded BOOLEAN NOT NULL, reasons TEXT, weight DOUBLE PRECISION NOT NULL,
  channel TEXT, outlet TEXT, region TEXT, product TEXT, session TEXT, device TEXT, staff_id TEXT, customer_id TEXT, segment TEXT,
  attributes JSON, arrived_at TIMESTAMP NOT NULL, import_id TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS listen_answer (
  service_id TEXT NOT NULL, case_id TEXT NOT NULL, response_id TEXT NOT NULL, event_key BIGINT NOT NULL,
  survey TEXT NOT NULL, question TEXT NOT NULL, type TEXT, dimension TEXT, expectation_of TEXT, scale_max INTEGER,
  value DOUBLE PRECISION, text TEXT, submitted_at TIMESTAMP NOT NULL, recorded_at TIMESTAMP, excluded BOOLEAN NOT NULL,
  channel TEXT, outlet TEXT, region TEXT, product TEXT, session TEXT, device TEXT, staff_id TEXT, customer_id TEXT, segment TEXT,
  arrived_at TIMESTAMP NOT NULL, import_id TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS listen_reading (
  service_id TEXT NOT NULL, case_id TEXT NOT NULL, reading_id TEXT NOT NULL, event_key BIGINT NOT NULL,
  indicator TEXT NOT NULL, measured_at TIMESTAMP NOT NULL, recorded_at TIMESTAMP, value DOUBLE PRECISION NOT NULL, weight DOUBLE PRECISION NOT NULL,
  channel TEXT, outlet TEXT, region TEXT, product TEXT, session TEXT, device TEXT, staff_id TEXT, customer_id TEXT, segment TEXT,
  attributes JSON, arrived_at TIMESTAMP NOT NULL, import_id TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS listen_action (
  service_id TEXT NOT NULL, case_id TEXT NOT NULL, action_id TEXT NOT NULL, event_key BIGINT NOT NULL,
  title TEXT, indicator TEXT NOT NULL, expected TEXT, expected_change DOUBLE PRECISION, started_at TIMESTAMP NOT NULL, ended_at TIMESTAMP,
  scope TEXT NOT NULL, recorded_at TIMESTAMP, attributes JSON, arrived_at TIMESTAMP NOT NULL, import_id TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS listen_survey (
  service_id TEXT NOT NULL, case_id TEXT NOT NULL, survey TEXT NOT NULL, event_key BIGINT NOT NULL,
  title TEXT, questions JSON NOT NULL, recorded_at TIMESTAMP, arrived_at TIMESTAMP NOT NULL, import_id TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS listen_reject (
  service_id TEXT NOT NULL, case_id TEXT NOT NULL, row_id TEXT NOT NULL, kind TEXT NOT NULL, file TEXT NOT NULL, line BIGINT NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL,
  reason TEXT NOT NULL, header TEXT, row_text TEXT, source TEXT NOT NULL, arrived_at TIMESTAMP NOT NULL, import_id TEXT NOT NULL,
  mended_at TIMESTAMP, mended_by TEXT
);
CREATE TABLE IF NOT EXISTS listen_moved (
  service_id TEXT NOT NULL, case_id TEXT NOT NULL, move_id TEXT NOT NULL, fact_table TEXT NOT NULL, code TEXT NOT NULL, first_at TIMESTAMP NOT NULL, last_at TIMESTAMP NOT NULL
);
CREATE TABLE IF NOT EXISTS measure_point (
  service_id TEXT NOT NULL, case_id TEXT NOT NULL, indicator TEXT NOT NULL, version INTEGER NOT NULL, grain TEXT NOT NULL,
  bucket TIMESTAMP NOT NULL, dimension TEXT NOT NULL, value TEXT NOT NULL,
  n BIGINT NOT NULL, numerator DOUBLE PRECISION NOT NULL, denominator DOUBLE PRECISION NOT NULL, sum_squares DOUBLE PRECISION NOT NULL,
  quantile DOUBLE PRECISION, low DOUBLE PRECISION, high DOUBLE PRECISION, complete BOOLEAN NOT NULL
);
