import { Alert, Badge, Button, CopyButton, Group, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FormRefusal } from '../../components/FormRefusal';
import { useRefusal } from '../../components/formErrors';
import { useMakeRecoveryCodesMutation } from './api';
import classes from './SecurityPage.module.css';
import { SecuritySection } from './SecuritySection';

interface RecoverySectionProps {
  left: number;
  codes: string[] | undefined;
  make: ReturnType<typeof useMakeRecoveryCodesMutation>[0];
  error: unknown;
  isMaking: boolean;
}

/** Codes to get in by when phone and passkey are gone: shown when they are made, and never again. */
export function RecoverySection({ left, codes, make, error, isMaking }: RecoverySectionProps) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  return (
    <SecuritySection
      title={t('security.recovery')}
      text={t('security.recoveryText')}
      badge={<Badge color={left > 2 ? 'pine' : 'ember'}>{t('security.left', { number: left })}</Badge>}
    >
      <Stack gap="sm">
        <FormRefusal message={error ? refusal(error) : undefined} />
        {codes && (
          <>
            <Alert color="ember" role="status">
              {t('security.keepCodes')}
            </Alert>
            <ul className={classes.codes} aria-label={t('security.recovery')}>
              {codes.map((code) => (
                <li key={code}>{code}</li>
              ))}
            </ul>
          </>
        )}
        <Group>
          {codes && (
            <CopyButton value={codes.join('\n')}>
              {({ copied, copy }) => (
                <Button variant="light" onClick={copy}>
                  {t(copied ? 'security.copied' : 'security.copyCodes')}
                </Button>
              )}
            </CopyButton>
          )}
          <Button variant="default" loading={isMaking} onClick={() => void make()}>
            {t('security.makeCodes')}
          </Button>
        </Group>
      </Stack>
    </SecuritySection>
  );
}
