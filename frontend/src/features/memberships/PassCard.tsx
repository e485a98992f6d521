import { Button, Skeleton, Text } from '@mantine/core';
import { QRCodeSVG } from 'qrcode.react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RequestFailed } from '../../components/RequestFailed';
import { useGetPassQuery } from './api';
import classes from './Memberships.module.css';

/** The code that the desk scans. It is asked for when it is to be shown, and changes while it is. */
export function PassCard() {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <div className={classes.pass}>
      {shown ? <Code /> : <Text c="var(--quiet)">{t('pass.text')}</Text>}
      <Button variant={shown ? 'light' : 'filled'} onClick={() => setShown(!shown)} aria-expanded={shown}>
        {t(shown ? 'pass.hide' : 'pass.show')}
      </Button>
    </div>
  );
}

function Code() {
  const { t } = useTranslation();
  const { data, error, fulfilledTimeStamp, refetch } = useGetPassQuery(undefined, {
    refetchOnMountOrArgChange: true,
  });
  useEffect(() => {
    if (!data) return;
    const timer = setTimeout(() => void refetch(), data.seconds * 1000 + 50);
    const onVisible = () => document.visibilityState === 'visible' && void refetch();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [data, fulfilledTimeStamp, refetch]);
  if (error) return <RequestFailed error={error} onRetry={refetch} />;
  if (!data) return <Skeleton h={232} w={232} radius="lg" aria-busy />;
  return (
    <>
      <div className={classes.code}>
        <QRCodeSVG value={data.code} size={200} level="M" title={t('pass.alt')} />
      </div>
      <Text size="sm" c="var(--quiet)">
        {t('pass.changes')}
      </Text>
    </>
  );
}
