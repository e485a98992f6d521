INSERT INTO core_membership (
  customer_id, plan_id, starts_on, ends_on, sold_until, anchor_day, price, currency, cancel_reason, created_at, version)
SELECT id, (SELECT min(id) FROM core_plan), %(today)s - 300, %(today)s + n %% 300, %(today)s + n %% 300, 1, 49, 'EUR', '',
  %(start)s - n %% 300 * interval '1 day' + interval '9 hours', 1
FROM (SELECT id, (row_number() OVER ())::int AS n FROM core_customer) AS numbered;

INSERT INTO core_checkin (customer_id, at, method, took_visit, anyway, warnings, version)
SELECT customer.id, %(start)s - day * interval '1 day' + interval '6 hours' + n * interval '36 seconds', 'search', false, '',
  '{}', 1
FROM generate_series(0, %(days)s) AS day, generate_series(1, %(visits)s) AS n
JOIN core_customer AS customer ON customer.member_number = (SELECT min(member_number) FROM core_customer) + n;

INSERT INTO scheduling_appointment (
  customer_id, service_id, starts_at, ends_at, state, notes, took_visit, anyway, anyway_reason, cancellation_hours,
  late_cancellation, no_show, open_roster, open_roster_minutes, passed_over, version, created_at, cancelled_by, late)
SELECT customer.id, %(service)s, at, at + interval '30 minutes',
  CASE WHEN n %% 20 = 0 THEN 'no_show' ELSE 'attended' END, '', false, '', '', 0, 'kept', 'kept', 'left_open', 60, '', 1,
  at - interval '2 days', '', false
FROM (
  SELECT n, %(start)s - day * interval '1 day' + interval '6 hours' + n * interval '1 minute' AS at
  FROM generate_series(-7, %(days)s) AS day, generate_series(1, %(bookings)s) AS n
) AS made
JOIN core_customer AS customer ON customer.member_number = (SELECT min(member_number) FROM core_customer) + n;
