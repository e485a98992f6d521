import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Portrait } from '../components/Person';
import { useBePresent, useOthersPresent } from '../realtime/presence';
import classes from './Shell.module.css';

const SHOWN = 6;

/** Which colleagues are at work on a screen right now; and tells them of this person. */
export function OnlineStaff() {
  const { t } = useTranslation();
  useBePresent('staff', 'viewing');
  const { people, more } = useOthersPresent('staff');
  const rest = Math.max(0, people.length - SHOWN) + more;
  if (people.length === 0) return null;
  return (
    <li className={classes.online} data-wide-only>
      <span id="online">{t('presence.online')}</span>
      <ul aria-labelledby="online">
        {people.slice(0, SHOWN).map(({ id, name }) => (
          <li key={id}>
            <Tooltip label={name}>
              <span role="img" aria-label={name}>
                <Portrait name={name} size="1.75rem" />
              </span>
            </Tooltip>
          </li>
        ))}
        {rest > 0 && <li>{t('presence.more', { more: rest })}</li>}
      </ul>
    </li>
  );
}
