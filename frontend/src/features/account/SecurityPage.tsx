import { Alert, Button, Skeleton, Stack } from '@mantine/core';
import type { ThunkDispatch, UnknownAction } from '@reduxjs/toolkit';
import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useDispatch } from 'react-redux';
import { PageHeader } from '../../components/PageHeader';
import { RequestFailed } from '../../components/RequestFailed';
import { readSession, useSignOutMutation } from '../../session/api';
import { useMe } from '../../session/useMe';
import { useListAuthenticatorsQuery, useMakeRecoveryCodesMutation } from './api';
import { AppSection } from './AppSection';
import { EmailSection } from './EmailSection';
import { PasskeySection } from './PasskeySection';
import { PasswordSection } from './PasswordSection';
import { RecoverySection } from './RecoverySection';
import { SessionsSection } from './SessionsSection';

/** How one signs in, and where one is signed in. */
export function SecurityPage() {
  const { t } = useTranslation();
  const { second_factor_owed: owed } = useMe();
  const dispatch = useDispatch<ThunkDispatch<unknown, unknown, UnknownAction>>();
  const { data, error, refetch } = useListAuthenticatorsQuery(undefined, { refetchOnMountOrArgChange: true });
  const [makeCodes, codes] = useMakeRecoveryCodesMutation();
  const [signOut] = useSignOutMutation();
  const passkeys = data?.filter((one) => one.type === 'webauthn') ?? [];
  const recovery = data?.find((one) => one.type === 'recovery_codes');
  const hasApp = data?.some(({ type }) => type === 'totp') ?? false;

  // The first of them comes with recovery codes, which are shown once: now.
  const enrolled = async () => {
    if (!hasApp && passkeys.length === 0) await makeCodes();
    if (owed) await dispatch(readSession());
  };
  return (
    <>
      <PageHeader title={t('security.title')}>
        {owed && (
          <Button variant="default" onClick={() => void signOut()}>
            {t('me.signOut')}
          </Button>
        )}
      </PageHeader>
      <Stack gap="lg" maw={640}>
        {owed && (
          <Alert
            color="ember"
            icon={<ShieldCheck aria-hidden />}
            title={t('security.owedTitle')}
            role="status"
          >
            {t('security.owed')}
          </Alert>
        )}
        {data ? (
          <>
            <AppSection isSetUp={hasApp} onAdded={() => void enrolled()} />
            <PasskeySection passkeys={passkeys} onAdded={() => void enrolled()} />
            {recovery && (
              <RecoverySection
                left={recovery.unused_code_count}
                codes={codes.data}
                make={makeCodes}
                error={codes.error}
                isMaking={codes.isLoading}
              />
            )}
          </>
        ) : error ? (
          <RequestFailed error={error} onRetry={refetch} />
        ) : (
          <Skeleton h={320} aria-busy />
        )}
        {!owed && (
          <>
            <PasswordSection />
            <EmailSection />
            <SessionsSection />
          </>
        )}
      </Stack>
    </>
  );
}
