import { Button } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { CheckCheck, CloudOff, WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDispatch, useSelector } from 'react-redux';
import { useBeforeUnload } from 'react-router';
import { caughtUpAcknowledged } from '../realtime/connection';
import { retryRequested } from '../realtime/middleware';
import { useDates } from '../i18n/dates';
import type { RootState } from './store';
import classes from './ConnectionBanner.module.css';

const ALL_WELL_MS = 4000;

/** Says when what is shown may be old, what still works, and when it has caught up. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const dispatch = useDispatch();
  const { online } = useNetwork();
  const { time } = useDates();
  const { status, retryAt, lostAt } = useSelector((state: RootState) => state.connection);
  const waiting = useSelector((state: RootState) => state.outgoing.waiting);
  useBeforeUnload((event) => {
    if (waiting > 0) event.preventDefault();
  });
  const seconds = useSecondsUntil(status === 'lost' ? retryAt : null);

  useEffect(() => {
    if (status !== 'caughtUp' || waiting > 0) return;
    const timer = setTimeout(() => dispatch(caughtUpAcknowledged()), ALL_WELL_MS);
    return () => clearTimeout(timer);
  }, [status, waiting, dispatch]);

  const asOf = lostAt ? time(new Date(lostAt).toISOString()) : '';
  return (
    <div role="status" className={classes.region}>
      {status === 'lost' && (
        <div className={classes.banner} data-kind="lost">
          {online ? <CloudOff size={18} aria-hidden /> : <WifiOff size={18} aria-hidden />}
          <p>
            <strong>{t(online ? 'connection.lost' : 'connection.offline')}</strong>{' '}
            {t(online ? 'connection.lostText' : 'connection.offlineText', { asOf })}
            {waiting > 0 && ` ${t('connection.waiting', { waiting })}`}
          </p>
          {online && (
            // The countdown is for the eye; announced every second it would drown everything else.
            <Button size="compact-sm" color="dark" variant="white" onClick={() => dispatch(retryRequested())}>
              {t('connection.retry')}
              <span aria-hidden>{seconds > 0 && ` (${seconds})`}</span>
            </Button>
          )}
        </div>
      )}
      {/* The line may be there and the server still not answer; and what waits isn't saved, so all is not well yet. */}
      {status !== 'lost' && waiting > 0 && (
        <div className={classes.banner} data-kind="lost">
          <CloudOff size={18} aria-hidden />
          <p>
            <strong>{t('connection.waitingTitle')}</strong> {t('connection.waiting', { waiting })}
          </p>
        </div>
      )}
      {status === 'caughtUp' && waiting === 0 && (
        <div className={classes.banner} data-kind="caughtUp">
          <CheckCheck size={18} aria-hidden />
          <p>{t('connection.caughtUp')}</p>
        </div>
      )}
    </div>
  );
}

function useSecondsUntil(instant: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (instant === null) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [instant]);
  return instant === null ? 0 : Math.max(0, Math.ceil((instant - now) / 1000));
}
