import { useTranslation } from 'react-i18next';
import type { Key } from '../i18n/i18n';
import type { UploadStage } from './useUpload';

/** As the function that looks at pictures has them (`lambda/process_picture`). */
const reasons = new Set([
  'not_a_picture',
  'broken',
  'something_behind',
  'too_many_pixels',
  'too_small',
  'too_large',
  'not_processed',
]);

/** Why a picture didn't get there, or null. */
export function useUploadRefusal(): (stage: UploadStage) => string | null {
  const { t } = useTranslation();
  return (stage) => {
    if (stage.name === 'failed') return stage.message ?? t('pictures.notSent');
    if (stage.name !== 'refused') return null;
    return t(
      (reasons.has(stage.reason) ? `pictures.refused.${stage.reason}` : 'pictures.refused.other') as Key,
    );
  };
}
