import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { RecordDrawer } from '../../components/RecordDrawer';
import { saved } from '../../components/UnsavedGuard';
import { confirmDone } from '../../components/toast';
import { CustomerForm } from './CustomerForm';
import { fullName } from '../../i18n/fullName';

/** A new member, beside the list; then their page, where all else is done. */
export function NewCustomerDrawer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  return (
    <RecordDrawer
      title={t('customers.add')}
      onClose={() => void navigate({ pathname: '/members', search })}
      isForm
    >
      <CustomerForm
        onSaved={(created) => {
          confirmDone(t('customers.added', { name: fullName(created) }));
          void navigate({ pathname: `/members/${created.id}`, search }, { state: saved, replace: true });
        }}
      />
    </RecordDrawer>
  );
}
