INSERT INTO core_customer (
  first_name, last_name, preferred_name, email, phone_number, address, postal_code, city, country, emergency_contact_name,
  emergency_contact_phone, language, joined_on, notes, version, plan_id, access_from, access_until, left_on, frozen_from,
  frozen_until, last_visit_at)
SELECT
  CASE WHEN han
    THEN substr(han_given, 1 + (r1 * 63)::int %% 63, 1) || CASE WHEN r2 < 0.7 THEN substr(han_given, 1 + (r3 * 63)::int %% 63, 1) ELSE '' END
    ELSE firsts[1 + (power(r1, 1.5) * cardinality(firsts))::int %% cardinality(firsts)] END,
  CASE WHEN han
    THEN substr(han_family, 1 + (power(r2, 1.5) * 20)::int %% 20, 1)
    ELSE heads[1 + (power(r2, 1.3) * cardinality(heads))::int %% cardinality(heads)]
      || tails[1 + (power(r3, 1.3) * cardinality(tails))::int %% cardinality(tails)] END,
  '', 'member' || n || '@' || (ARRAY['gmail.com', 'web.example', 'mail.example', 'uni.example'])[1 + (r4 * 4)::int %% 4],
  CASE WHEN r5 < 0.15 THEN '' ELSE '+49' || (1500000000 + (r5 * 299999999)::bigint) END,
  '', '', '', '', '', '', '', current_date - (power(r6, 1.6) * 1460)::int, '', 1,
  CASE WHEN r7 >= 0.1 THEN plans[1 + (power(r10, 3) * 8)::int %% 8] END,
  CASE WHEN r7 >= 0.1 THEN current_date - 620 - (r6 * 700)::int END,
  CASE WHEN r7 < 0.1 THEN NULL WHEN r7 < 0.55 THEN current_date + (r8 * 365)::int WHEN r7 < 0.58 THEN NULL
    ELSE current_date - 1 - (r8 * 600)::int END,
  CASE WHEN r7 > 0.8 THEN current_date - 1 - (r8 * 600)::int END,
  CASE WHEN r7 BETWEEN 0.1 AND 0.12 THEN current_date - 5 END,
  CASE WHEN r7 BETWEEN 0.1 AND 0.12 THEN current_date + 10 END,
  CASE WHEN r9 >= 0.15 THEN now() - power(r9, 2) * 700 * interval '1 day' END
FROM (
  SELECT n, random() < 0.05 AS han, random() AS r1, random() AS r2, random() AS r3, random() AS r4, random() AS r5, random() AS r6,
    random() AS r7, random() AS r8, random() AS r9, random() AS r10
  FROM generate_series(%(first)s, %(last)s) AS n
) AS drawn, (
  SELECT %(firsts)s::text[] AS firsts, %(heads)s::text[] AS heads, %(tails)s::text[] AS tails, %(plans)s::bigint[] AS plans,
    '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗' AS han_family,
    '芳伟娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建文玲辉力鹏飞鑫波斌宇浩凯健俊帆帅旭宁龙小海云天佳雨晨子梓欣怡博轩' AS han_given
) AS names
