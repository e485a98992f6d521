import { Lock } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, NavLink, Outlet, useLocation } from 'react-router';
import { Notice } from '../components/Notice';
import { PageHeader } from '../components/PageHeader';
import classes from './SettingsPage.module.css';
import { settingsSections, useSettingsSections } from './settingsSections';

/** How the centre is set up: a section for each thing that the person may decide. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const sections = useSettingsSections();
  const [, , path] = pathname.split('/');
  const first = sections[0];
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone they are in one line, and the one that is shown may lie beyond its end.
    nav.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path]);
  if (first && !path) return <Navigate to={first.path} replace />;
  const isForbidden = !first || settingsSections.some((one) => one.path === path && !sections.includes(one));
  return (
    <>
      <PageHeader title={t('settings.title')} />
      <div className={classes.frame}>
        {first && (
          <nav ref={nav} className={classes.sections} aria-label={t('settings.label')}>
            <ul>
              {sections.map(({ path, label, icon: Icon }) => (
                <li key={path}>
                  <NavLink to={path}>
                    <Icon size={18} strokeWidth={1.8} aria-hidden />
                    {t(label)}
                  </NavLink>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <div>
          {isForbidden ? (
            <Notice icon={Lock} title={t('forbidden.title')} text={t('forbidden.text')} role="alert" />
          ) : (
            <Outlet />
          )}
        </div>
      </div>
    </>
  );
}
