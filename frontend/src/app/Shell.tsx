import {
  AlarmClock,
  CalendarDays,
  CalendarRange,
  DoorOpen,
  Gauge,
  House,
  ListTodo,
  MessagesSquare,
  Settings,
  UserRound,
  Users,
  type LucideIcon,
} from 'lucide-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet, useNavigation } from 'react-router';
import { BrandMark } from '../components/BrandMark';
import type { Key } from '../i18n/i18n';
import { Bell } from '../features/notifications/Bell';
import { useMe } from '../session/useMe';
import { ConnectionBanner } from './ConnectionBanner';
import { IdentityQuestion } from './IdentityQuestion';
import { OnlineStaff } from './OnlineStaff';
import { useSettingsSections } from './settingsSections';
import classes from './Shell.module.css';
import { useLanguageOfPerson } from './useLanguageOfPerson';

interface Place {
  to: string;
  label: Key;
  icon: LucideIcon;
  /** On a phone it is reached from the person's own page. */
  wideOnly?: boolean;
}

const staffPlaces: Place[] = [
  { to: '/today', label: 'nav.today', icon: Gauge },
  { to: '/check-in', label: 'nav.checkin', icon: DoorOpen },
  { to: '/members', label: 'nav.members', icon: Users },
  { to: '/schedule', label: 'nav.schedule', icon: CalendarRange },
  { to: '/tasks', label: 'nav.tasks', icon: ListTodo, wideOnly: true },
  { to: '/appointments', label: 'nav.appointments', icon: CalendarDays, wideOnly: true },
  { to: '/feed', label: 'nav.feed', icon: MessagesSquare, wideOnly: true },
  { to: '/reminders', label: 'nav.reminders', icon: AlarmClock, wideOnly: true },
];
const settingsPlace: Place = { to: '/settings', label: 'nav.settings', icon: Settings, wideOnly: true };
const memberPlaces: Place[] = [
  { to: '/', label: 'nav.home', icon: House },
  { to: '/schedule', label: 'nav.schedule', icon: CalendarRange },
  { to: '/feed', label: 'nav.feed', icon: MessagesSquare },
  { to: '/appointments', label: 'nav.bookings', icon: CalendarDays, wideOnly: true },
  { to: '/reminders', label: 'nav.reminders', icon: AlarmClock, wideOnly: true },
];

/** Around every screen behind the session: places to go, and whether what is shown is fresh. */
export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  useLanguageOfPerson();
  const isOnTheWay = useNavigation().state === 'loading';
  const maySetUp = useSettingsSections().length > 0;
  const places = me.second_factor_owed
    ? []
    : me.is_staff
      ? [...staffPlaces, ...(maySetUp ? [settingsPlace] : [])]
      : memberPlaces;
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        {t('nav.skip')}
      </a>
      <nav className={classes.nav} aria-label={t('nav.label')}>
        <div className={classes.brand}>
          <BrandMark name={me.centre_name} />
        </div>
        <ul>
          {places.map(({ to, label, icon: Icon, wideOnly }) => (
            <li key={to} data-wide-only={wideOnly}>
              <NavLink to={to} end={to === '/'}>
                <Icon size={20} strokeWidth={1.8} aria-hidden />
                <span>{t(label)}</span>
              </NavLink>
            </li>
          ))}
          <li>
            <Bell />
          </li>
          {me.is_staff && <OnlineStaff />}
          <li className={classes.self}>
            <NavLink to="/me">
              <UserRound size={20} strokeWidth={1.8} aria-hidden />
              <span>
                <span className={classes.selfLabel}>{t('nav.me')}</span>
                <span className={classes.selfName}>{me.display_name || me.email}</span>
              </span>
            </NavLink>
          </li>
        </ul>
      </nav>
      <div className={classes.page}>
        <IdentityQuestion />
        <ConnectionBanner />
        {isOnTheWay && <div className={classes.onTheWay} aria-hidden />}
        <main id="main" tabIndex={-1} className={classes.main} aria-busy={isOnTheWay || undefined}>
          <Suspense>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </div>
  );
}
