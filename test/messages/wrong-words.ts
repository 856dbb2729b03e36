import type { Other } from './catalogues.js';
import { MICROSOFTS_MIGRATION, type TERMS } from './glossary.js';

/** Words that a translator would take instead, and that the field does not have. */
export interface Wrong {
  readonly words: readonly string[];
  readonly term: keyof typeof TERMS;
  /** English that needs the word: there it means something else. */
  readonly unless?: RegExp;
  /** Keys in which it means something else. */
  readonly not?: readonly string[];
}

const LICENCES = /licen[cs]/i;
const LAPSES = /\blapse/;

/** Of Chinese anywhere, else whole words; `…` at an end stands for any ending. */
export const WRONG: Readonly<Record<Other, readonly Wrong[]>> = {
  fr: [
    { term: 'Partner Center', words: ['Partner Center', 'Centre de partenaires', 'Centre des partenaires'] },
    { term: 'seats', words: ['siège', 'sièges', 'poste', 'postes'] },
    { term: 'subscription', words: ['souscription…'] },
    { term: 'cancel', words: ['résili…'] },
    { term: 'provision', words: ['provisionn…', 'approvisionn…'] },
    { term: 'replacement', words: ['remplacement…', 'abonnement de substitution'] },
    { term: 'customer', words: ['acheteur…', 'consommateur…'] },
    { term: 'route', words: ['itinéraire…', 'chemin', 'chemins'] },
    { term: 'owner', words: ['propriétaire…'] },
    { term: 'deputy', words: ['adjoint…', 'remplaçant…'] },
    { term: 'approver', words: ['approuveur…', 'valideur…'] },
    { term: 'reminder', words: ['relance', 'relances'] },
    { term: 'digest', words: ['résumé', 'résumés', 'synthèse', 'synthèses'] },
    { term: 'without interruption', words: ['coupure…', 'sans interruptions'] },
  ],
  ru: [
    { term: 'Partner Center', words: ['Partner Center', 'Партнерский центр', 'Центр партнера'] },
    { term: 'seats', words: ['лицензи…'], unless: LICENCES },
    // Microsoft’s own is one.
    {
      term: 'migration',
      words: ['миграц…'],
      not: [
        ...MICROSOFTS_MIGRATION,
        'checklist.note-eligible',
        'checklist.validated',
        'choice.step.validated',
        'source.note.own-legacy',
      ],
    },
    { term: 'customer', words: ['заказчик…', 'покупател…'] },
    { term: 'reseller relationship', words: ['реселлер…', 'перепродав…'] },
    { term: 'offer', words: ['оффер…', 'оферт…'] },
    { term: 'subscription', words: ['абонемент…'] },
    { term: 'cancel', words: ['аннулир…', 'расторг…', 'расторж…'] },
    { term: 'refund', words: ['возврат…'] },
    { term: 'provision', words: ['развернут…', 'разверт…'] },
    { term: 'route', words: ['маршрут…'] },
    { term: 'owner', words: ['владел…'], not: ['doctor.says-folder-own'] },
    { term: 'digest', words: ['дайджест…'] },
    { term: 'incident', words: ['происшестви…', 'авари…'] },
    { term: 'without interruption', words: ['прерывани…', 'бесперебойн…'] },
  ],
  'pt-BR': [
    { term: 'Partner Center', words: ['Centro de Parceiros', 'Central de Parceiros'] },
    { term: 'seats', words: ['licença…'], unless: LICENCES },
    { term: 'seats', words: ['posto', 'postos'] },
    { term: 'subscription', words: ['subscrição', 'subscrições', 'inscrição', 'inscrições'] },
    { term: 'cancel', words: ['anular…', 'anulad…', 'rescis…'] },
    { term: 'refund', words: ['devoluç…', 'devolv…', 'estorn…', 'ressarc…'] },
    { term: 'provision', words: ['aprovision…'] },
    { term: 'route', words: ['rota', 'rotas', 'trajeto…'] },
    { term: 'source', words: ['fonte', 'fontes'] },
    { term: 'owner', words: ['proprietári…', 'dono', 'dona'] },
    { term: 'deputy', words: ['substituto…', 'substituta…'] },
    { term: 'digest', words: ['sumário…'] },
    { term: 'snooze', words: ['soneca…'] },
  ],
  'zh-CN': [
    { term: 'Partner Center', words: ['Partner Center', '伙伴中心网站'] },
    { term: 'Cloud Solution Provider program (CSP)', words: ['云服务提供商', '云解决方案供应商'] },
    { term: 'seats', words: ['座位', '用户数', '席次'] },
    { term: 'licence', words: ['授权', '牌照'] },
    { term: 'seats', words: ['许可证'], unless: LICENCES },
    { term: 'offer', words: ['报价', '优惠', '套餐'] },
    { term: 'provision', words: ['供应', '供给', '部署'] },
    { term: 'cancel', words: ['注销', '退订'] },
    { term: 'refund', words: ['退费'] },
    { term: 'owner', words: ['所有者', '拥有者'] },
    { term: 'deputy', words: ['副手', '替补'] },
    { term: 'digest', words: ['汇总', '文摘'] },
    { term: 'snooze', words: ['贪睡', '暂停提醒'] },
    { term: 'route', words: ['路线', '路由'] },
    { term: 'incident', words: ['事件'] },
    { term: 'without interruption', words: ['无中断', '不中断', '没有中断'] },
  ],
  es: [
    { term: 'Partner Center', words: ['Partner Center', 'Centro de socios', 'Centro de asociados'] },
    { term: 'seats', words: ['asiento', 'asientos', 'plaza', 'plazas'] },
    { term: 'seats', words: ['licencia', 'licencias'], unless: LICENCES },
    { term: 'cancel', words: ['anul…'] },
    { term: 'refund', words: ['reembols…'] },
    // A request does, which is no subscription.
    { term: 'expire', words: ['caduc…', 'venc…'], unless: LAPSES },
    { term: 'route', words: ['ruta', 'rutas'] },
    { term: 'source', words: ['fuente', 'fuentes'] },
    { term: 'owner', words: ['propietari…', 'dueñ…'] },
    { term: 'deputy', words: ['sustituto…', 'sustituta…'] },
    { term: 'digest', words: ['boletín', 'boletines', 'sumario…'] },
    { term: 'incident', words: ['incidente…'] },
    { term: 'without interruption', words: ['sin interrupción', 'ininterrump…'] },
  ],
};
