import { useEffect, useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useDispatch, useSelector } from 'react-redux';
import { identityAnswered, type WithIdentity } from '../api/identity';
import { sayRefused } from '../components/toast';

/**
 * Asks who is at the screen where the server wants to know. Most people are never asked, so the dialog is fetched when they are;
 * where it doesn't arrive, what waits for it is refused and stays in its form.
 */
export function IdentityQuestion() {
  const { t } = useTranslation();
  const dispatch = useDispatch();
  const isAsked = useSelector(({ identity }: WithIdentity) => identity.isAsked);
  const [Dialog, setDialog] = useState<ComponentType | null>(null);
  useEffect(() => {
    if (!isAsked || Dialog) return;
    import('../features/account/Reauthentication').then(
      ({ Reauthentication }) => setDialog(() => Reauthentication),
      () => {
        sayRefused(t('refusal.unreachable'));
        dispatch(identityAnswered(false));
      },
    );
  }, [isAsked, Dialog, dispatch, t]);
  return Dialog && <Dialog />;
}
