import { isApiError } from '../../api/errors';

/** What the staff may set aside by saying why (`scheduling.entitlement`, `scheduling.availability`). */
const overruled = [
  'no_membership',
  'not_started',
  'expired',
  'left',
  'frozen',
  'plan_excluded',
  'no_visits_left',
  'outside_hours',
  'time_off',
  'centre_closed',
] as const;
export type RuleAgainst = (typeof overruled)[number];

/** All that stands against it, if the staff may set all of that aside. */
export function rulesAgainst(error: unknown): RuleAgainst[] | null {
  const codes = isApiError(error)
    ? Object.values(error.fields).flatMap((at) => at.map(({ code }) => code))
    : [];
  const rules = codes.filter(isRule);
  return rules.length > 0 && rules.length === codes.length ? rules : null;
}

export function isRule(code: string): code is RuleAgainst {
  return (overruled as readonly string[]).includes(code);
}
