import { useTranslation } from 'react-i18next';
import type { ViewsOf } from '../../components/SavedViews';
import type { TaskViewInput } from '../../api/shapes';
import { nothing } from './taskQuestion';

/** The saved views of the list of tasks; a view says whether it is a board, too. */
export function useTaskViews(): ViewsOf {
  const { t } = useTranslation();
  return {
    path: '/api/task-views/',
    asText: (question) => {
      const { shape, ...asked } = question as TaskViewInput['question'];
      return { ...asked, ...(shape && { as: shape }) };
    },
    nothing: { ...nothing, as: '' },
    example: t('views.ofTasks.example'),
    left: t('views.ofTasks.left'),
  };
}
