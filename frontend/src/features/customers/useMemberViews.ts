import { useTranslation } from 'react-i18next';
import type { ViewsOf } from '../../components/SavedViews';
import { asText, nothing, type MemberQuestion } from './memberQuestion';

/** The saved views of the list of members. */
export function useMemberViews(): ViewsOf {
  const { t } = useTranslation();
  return {
    path: '/api/customer-views/',
    asText: (question) => asText(question as MemberQuestion),
    nothing,
    example: t('views.ofMembers.example'),
    left: t('views.ofMembers.left'),
  };
}
