/**
 * Offers by their SKU: its id, its name as Microsoft's tools write it, the names in use (`=`), and those of before (`<`).
 * From Microsoft's public table "Product names and service plan identifiers for licensing" (as of 2026-07), without what is
 * free, for trial only or for a closed cloud; names of before and shorter ones also from Microsoft's announcements. What shares
 * its name with others (`~`) is not meant by it: only its id and its code are its own.
 */
const TABLE = `
796a6fb4-740b-4d36-bf56-9c12ca7fa069 | AGENT_365 | Agent 365
9706eed9-966f-4f1b-94f6-bb2b4af99a5b | Microsoft_Cloud_App_Security_App_Governance_Add_On | App governance add-on to Microsoft Defender for Cloud Apps
a0e6a48f-b056-4037-af70-b9ac53504551 | RIGHTSMANAGEMENT_CE | ~ Azure Information Protection Plan 1
c52ea49f-fe5d-4e95-93ba-1de91d380f89 | RIGHTSMANAGEMENT | Azure Information Protection Plan 1
0fe440c5-f2bf-442b-a4f4-9a7af77a200b | Clipchamp_Premium | Clipchamp Premium
4b2c20e4-939d-4bf4-9dd8-6870240cfe19 | Clipchamp_Premium_Add_on | Clipchamp Premium Add-on
481f3bc2-5756-4b28-9375-5c8c86b99e6b | Clipchamp_Standard | Clipchamp Standard
2880026b-2b0c-4251-8656-5d41ff11e3aa | DYN365_BUSCENTRAL_ESSENTIAL | Dynamics 365 Business Central Essentials
f991cecc-3f91-4cd0-a9a8-bf1c8167e029 | DYN365_BUSCENTRAL_PREMIUM | Dynamics 365 Business Central Premium
2e3c4023-80f6-4711-aa5d-29e0ecb46835 | DYN365_BUSCENTRAL_TEAM_MEMBER | Dynamics 365 Business Central Team Members
79909bd8-4c69-4202-939e-11bc4385b134 | DYN365_RETAIL | Dynamics 365 Commerce
749742bf-0d37-4158-a120-33567104deeb | DYN365_ENTERPRISE_CUSTOMER_SERVICE | Dynamics 365 Customer Service Enterprise < Dynamics 365 for Customer Service Enterprise Edition
1439b6e2-5d59-4873-8c59-d60e2a196e92 | DYN365_CUSTOMER_SERVICE_PRO | Dynamics 365 Customer Service Professional
359ea3e6-8130-4a57-9f8f-ad897a0342f1 | DYN365_CUSTOMER_VOICE_BASE | Dynamics 365 Customer Voice
c7d15985-e746-4f01-b113-20b575898250 | DYN365_ENTERPRISE_FIELD_SERVICE | Dynamics 365 Field Service < Dynamics 365 for Field Service Enterprise Edition
55c9eb4e-c746-45b4-b255-9ab6b19d5c62 | DYN365_FINANCE | Dynamics 365 Finance
0a389a77-9850-4dc4-b600-bc66fdfefc60 | GUIDES_USER | Dynamics 365 Guides
98619618-9dc8-48c6-8f0c-741890ba5f93 | DYN365_PROJECT_OPERATIONS | Dynamics 365 Project Operations
7a551360-26c4-4f61-84e6-ef715673e083 | MICROSOFT_REMOTE_ASSIST | Dynamics 365 Remote Assist
1e1a282c-9c54-43a2-9310-98ef728faace | DYN365_ENTERPRISE_SALES | Dynamics 365 Sales Enterprise < Dynamics 365 for Sales Enterprise Edition
2edaa1dc-966d-4475-93d6-8ee8dfd96877 | DYN365_SALES_PREMIUM | Dynamics 365 Sales Premium
be9f9771-1c64-4618-9907-244325141096 | D365_SALES_PRO | Dynamics 365 Sales Professional < Dynamics 365 for Sales Professional
f2e48cb3-9da0-42cd-8464-4a54ce198ad0 | DYN365_SCM | Dynamics 365 Supply Chain Management < Dynamics 365 for Supply Chain Management
7ac9fe77-66b7-4e5e-9e46-10eed1cff547 | DYN365_TEAM_MEMBERS | Dynamics 365 Team Members
aedfac18-56b8-45e3-969b-53edb4ba4952 | EMS_EDU_FACULTY | Enterprise Mobility + Security A3 for Faculty
efccb6f7-5641-4e0e-bd10-b4976e1bf68e | EMS | Enterprise Mobility + Security E3 < Enterprise Mobility Suite
b05e124f-c7cc-45a0-a6aa-8cf78c946968 | EMSPREMIUM | Enterprise Mobility + Security E5
c793db86-5237-494e-9b11-dcd4877c2c8c | EMS_GOV | Enterprise Mobility + Security G3 GCC
8a180c2b-f4cf-4d44-897c-3d32acc4a60b | EMSPREMIUM_GOV | Enterprise Mobility + Security G5 GCC
4b9405b0-7788-4568-add1-99614e613b69 | EXCHANGESTANDARD | Exchange Online (Plan 1)
f37d5ebf-4bf1-4aa2-8fa3-50c51059e983 | EXCHANGESTANDARD_GOV | Exchange Online (Plan 1) for GCC
ad2fe44a-915d-4e2b-ade1-6766d50a9d9c | EXCHANGESTANDARD_STUDENT | Exchange Online (Plan 1) for Students
19ec0d23-8335-4cbd-94ac-6050e30712fa | EXCHANGEENTERPRISE | Exchange Online (Plan 2)
0b7b15a8-7fd2-4964-bb96-5a566d4e3c15 | EXCHANGEENTERPRISE_FACULTY | Exchange Online (Plan 2) for Faculty
7be8dc28-4da4-4e6d-b9b9-c60f2806df8a | EXCHANGEENTERPRISE_GOV | Exchange Online (Plan 2) for GCC
ee02fd1b-340e-4a4b-b355-4a514e4c8943 | EXCHANGEARCHIVE_ADDON | Exchange Online Archiving for Exchange Online
90b5e015-709a-4b8b-b08e-3200f994494c | EXCHANGEARCHIVE | Exchange Online Archiving for Exchange Server
e8f81a67-bd96-4074-b108-cf193eb9433b | EXCHANGE_S_ESSENTIALS | Exchange Online Essentials
80b2d799-d2ba-4d2a-8842-fb0d0f3a4b82 | EXCHANGEDESKLESS | Exchange Online Kiosk
45a2423b-e884-448d-a831-d9e139c52d2f | EOP_ENTERPRISE | Exchange Online Protection
d9d89b70-a645-4c24-b041-8d3cb1884ec7 | INTUNE_EDU | Intune for Education
b17653a4-2443-4e8c-a550-18249dda78bb | M365EDU_A1 | Microsoft 365 A1
4b590615-0888-425a-a965-b3bf7789848d | M365EDU_A3_FACULTY | Microsoft 365 A3 for Faculty
7cfd9a2b-e110-4c39-bf20-c6a3f36a3121 | M365EDU_A3_STUDENT | Microsoft 365 A3 for Students
e97c048c-37a4-45fb-ab50-922fbf07a370 | M365EDU_A5_FACULTY | Microsoft 365 A5 for faculty
46c119d4-0379-4a9d-85e4-97c66d3f909e | M365EDU_A5_STUDENT | Microsoft 365 A5 for Students
b214fe43-f5a3-4703-beeb-fa97188220fc | SMB_BUSINESS | ~ Microsoft 365 Apps for Business
cdd28e44-67e3-425e-be4c-737fab2899d3 | O365_BUSINESS | Microsoft 365 Apps for business < Office 365 Business
ea4c5ec8-50e3-4193-89b9-50da5bd4cdc7 | OFFICE_PROPLUS_DEVICE1 | Microsoft 365 Apps for enterprise (device)
c2273bd0-dff7-4215-9ef5-2c7bcfb06425 | OFFICESUBSCRIPTION | Microsoft 365 Apps for enterprise < Office 365 ProPlus
12b8c807-2e20-48fc-b453-542b6ee9d171 | OFFICESUBSCRIPTION_FACULTY | Microsoft 365 Apps for Faculty
c32f9321-a627-406d-a114-1f9c81aaafac | OFFICESUBSCRIPTION_STUDENT | Microsoft 365 Apps for Students
0c266dff-15dd-4b49-8397-2bb16070ed52 | MCOMEETADV | Microsoft 365 Audio Conferencing < Audio Conferencing
c2cda955-3359-44e5-989f-852ca0cfa02f | MCOMEETADV_FACULTY | Microsoft 365 Audio Conferencing for faculty
2d3091c7-0712-488b-b3d8-6b97bde6a1f5 | MCOMEETADV_GOV | Microsoft 365 Audio Conferencing for GCC
dab7782a-93b1-4074-8bb1-0e61318bea0b | SMB_BUSINESS_ESSENTIALS | ~ Microsoft 365 Business Basic
21502a13-c8dc-4744-be9c-177fd9d2eafc | Microsoft_365_Business_Basic_(no Teams) | Microsoft 365 Business Basic (no Teams)
3b555118-da6a-4418-894f-7df1e2096870 | O365_BUSINESS_ESSENTIALS | Microsoft 365 Business Basic < Office 365 Business Essentials
b1f3042b-a390-4b56-ab61-b88e7e767a97 | Microsoft_365_Business_Basic_EEA_(no_Teams) | Microsoft 365 Business Basic EEA (no Teams)
00e1ec7b-e4a3-40d1-9441-b69b597ab222 | Microsoft_365_ Business_ Premium_(no Teams) | Microsoft 365 Business Premium (no Teams)
cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46 | SPB | Microsoft 365 Business Premium < Microsoft 365 Business
24c35284-d768-4e53-84d9-b7ae73dddf69 | Microsoft_365_Business_Premium_Donation_(Non_Profit_Pricing) | Microsoft 365 Business Premium Donation
a3f586b6-8cce-4d9b-99d6-55238397f77a | Office_365_w/o_Teams_Bundle_Business_Premium | Microsoft 365 Business Premium EEA (no Teams)
5a1c7b8d-0739-4ca8-bf69-ec87e69133ac | MICROSOFT_365_BUSINESS_STANDARD_NO_TEAMS | Microsoft 365 Business Standard (no Teams)
ac5cef5d-921b-4f97-9ef3-c99076e5470f | SMB_BUSINESS_PREMIUM | Microsoft 365 Business Standard - Prepaid Legacy
f245ecc8-75af-4f8e-b61f-27d8114de5f3 | O365_BUSINESS_PREMIUM | Microsoft 365 Business Standard < Office 365 Business Premium
c1f79c29-5d7a-4bec-a2c1-1a76774864c0 | Office_365_w/o_Teams_Bundle_Business_Standard | ~ Microsoft 365 Business Standard EEA (no Teams)
ffa3a2a0-3820-462a-aa81-8a4d741f0cba | Microsoft_365_Business_Standard_EEA_(no_Teams) | ~ Microsoft 365 Business Standard EEA (no Teams)
ad9c22b3-52d7-4e7e-973c-88121ea96436 | Microsoft_365_Copilot_EDU | Microsoft 365 Copilot (Education Faculty)
639dec6b-bb19-468b-871c-c5c441c4b0cb | Microsoft_365_Copilot | Microsoft 365 Copilot < Microsoft Copilot for Microsoft 365
15f2e9fc-b782-4f73-bf51-81d8b7fff6f4 | Microsoft_Copilot_for_Sales | Microsoft 365 Copilot for Sales
d3b4fe1f-9992-4930-8acb-ca6ec609365e | MCOPSTN2 | Microsoft 365 Domestic and International Calling Plan < Skype for Business PSTN Domestic and International Calling
11dee6af-eca8-419f-8061-6864517c1875 | MCOPSTN_5 | Microsoft 365 Domestic Calling Plan (120 min)
0dab259f-bf13-4952-b7f8-7db8f131b28d | MCOPSTN1 | Microsoft 365 Domestic Calling Plan < Skype for Business PSTN Domestic Calling
05e9a617-0261-4cee-bb44-138d3ef5d965 | SPE_E3 | Microsoft 365 E3
dcf0408c-aaec-446c-afd4-43e3683943ea | Microsoft_365_E3_(no_Teams) | Microsoft 365 E3 (no Teams)
c2fe850d-fbbb-4858-b67d-bd0c6e746da3 | O365_w/o Teams Bundle_M3 | Microsoft 365 E3 EEA (no Teams)
06ebc4ee-1bb5-47dd-8120-11324bc54e06 | SPE_E5 | Microsoft 365 E5
18a4bd3f-0b5b-4887-b04f-61dd0ee15f5e | Microsoft_365_E5_(no_Teams) | Microsoft 365 E5 (no Teams)
184efa21-98c3-4e5d-95ab-d07053a96e67 | INFORMATION_PROTECTION_COMPLIANCE | Microsoft 365 E5 Compliance
3271cf8e-2be5-4a09-a549-70fd05baaa17 | O365_w/o_Teams_Bundle_M5 | Microsoft 365 E5 EEA (no Teams)
a91fc4e0-65e5-4266-aa76-4037509c1626 | SPE_E5_CALLINGMINUTES | Microsoft 365 E5 with Calling Minutes
cd2925a3-5076-4233-8931-638a8c94f773 | SPE_E5_NOPSTNCONF | Microsoft 365 E5 without Audio Conferencing
9a18296a-025f-4e37-9ffa-30bf8d1ce775 | MICROSOFT_365_E7 | Microsoft 365 E7
44575883-256e-4a79-9da4-ebe9acabe2b2 | M365_F1 | ~ Microsoft 365 F1
50f60901-3181-4b75-8a2c-4c8e4c1d5a72 | M365_F1_COMM | ~ Microsoft 365 F1
0666269f-b167-4c5b-a76f-fc574f2b1118 | Microsoft_365_F1_EEA_(no_Teams) | Microsoft 365 F1 EEA (no Teams)
66b55226-6b4f-492c-910c-a3b7a3c9d993 | SPE_F1 | Microsoft 365 F3
f7ee79a7-7aec-4ca4-9fb9-34d6b930ad87 | Microsoft_365_F3_EEA_(no_Teams) | Microsoft 365 F3 EEA (no Teams)
2a914830-d700-444a-b73c-e3f31980d833 | M365_F1_GOV | Microsoft 365 F3 GCC
91de26be-adfa-4a3d-989e-9131cc23dda7 | SPE_F5_COMP | Microsoft 365 F5 Compliance = Microsoft 365 F5 Compliance Add-on
3f17cf90-67a2-4fdb-8587-37c1539507e1 | SPE_F5_COMP_GCC | Microsoft 365 F5 Compliance Add-on GCC
32b47245-eb31-44fc-b945-a8b1576c439f | SPE_F5_SECCOMP | Microsoft 365 F5 Security + Compliance = Microsoft 365 F5 Security + Compliance Add-on
67ffe999-d9ca-49e1-9d2c-03fb28aa7a48 | SPE_F5_SEC | Microsoft 365 F5 Security = Microsoft 365 F5 Security Add-on
e823ca47-49c4-46b3-b38d-ca11d5abe3d2 | M365_G3_GOV | Microsoft 365 G3 GCC = Microsoft 365 GCC G3
e2be619b-b125-455f-8660-fb503e431a5d | M365_G5_GCC | Microsoft 365 G5 GCC = Microsoft 365 GCC G5
a809996b-059e-42e2-9866-db24b99a9782 | M365_Copilot | ~ Microsoft Copilot for Microsoft 365
5e1e7702-a2b7-4360-8d07-2f515792896f | MDE_SMB | Microsoft Defender for Business
df845ce7-05f9-4894-b5f2-11bbfbcfd2b6 | ADALLOM_STANDALONE | Microsoft Defender for Cloud Apps < Microsoft Cloud App Security
e430a580-c37b-4d16-adba-d881d7cd0364 | Microsoft_Defender_for_Endpoint_F2 | Microsoft Defender for Endpoint F2
16a55f2f-ff35-4cd5-9146-fb784e3761a5 | DEFENDER_ENDPOINT_P1 | Microsoft Defender for Endpoint P1
111046dd-295b-4d6d-9724-d52ac90bd1f2 | WIN_DEF_ATP | Microsoft Defender for Endpoint P2 = Microsoft Defender for Endpoint < Microsoft Defender Advanced Threat Protection
509e8ab6-0274-4cda-bcbd-bd164fd562c4 | MDATP_Server | Microsoft Defender for Endpoint Server
98defdf7-f6c1-44f5-a1f6-943b6764e7a5 | ATA | Microsoft Defender for Identity < Azure Advanced Threat Protection
4ef96642-f096-40de-a3e9-d83fb2f90211 | ATP_ENTERPRISE | Microsoft Defender for Office 365 (Plan 1) < Office 365 Advanced Threat Protection Plan 1
26ad4b5c-b686-462e-84b9-d7c22b46837f | ATP_ENTERPRISE_FACULTY | Microsoft Defender for Office 365 (Plan 1) Faculty
d0d1ca43-b81a-4f51-81e5-a5b1ad7bb005 | ATP_ENTERPRISE_GOV | Microsoft Defender for Office 365 (Plan 1) GCC
917fb2b4-f71c-43a1-8edc-75532b554bb5 | ATP_ENTERPRISE_STUDENT | Microsoft Defender for Office 365 (Plan 1) Student
3dd6cf57-d688-4eed-ba52-9e40b5468c3e | THREAT_INTELLIGENCE | Microsoft Defender for Office 365 (Plan 2) < Office 365 Advanced Threat Protection Plan 2
56a59ffb-9df1-421b-9e61-8b568583474d | THREAT_INTELLIGENCE_GOV | Microsoft Defender for Office 365 (Plan 2) GCC
1925967e-8013-495f-9644-c99f8b463748 | TVM_Premium_Standalone | Microsoft Defender Vulnerability Management
ad7a56e0-6903-4d13-94f3-5ad491e78960 | TVM_Premium_Add_on | Microsoft Defender Vulnerability Management Add-on
2b9c8e7c-319c-43a2-a2a0-48c5c6161de7 | AAD_BASIC | Microsoft Entra ID Basic
cf6b0d46-4093-4546-a0ab-0b1546dcc10e | Microsoft_Entra_ID_Governance | Microsoft Entra ID Governance
078d2b04-f1bd-4111-bbd4-b4b1b354cef4 | AAD_PREMIUM | Microsoft Entra ID P1 < Azure Active Directory Premium P1 < Azure AD Premium P1
30fc3c36-5a95-4956-ba57-c09c2a600bb9 | AAD_PREMIUM_FACULTY | Microsoft Entra ID P1 for Faculty
84a661c4-e949-4bd2-a560-ed7766fcaf2b | AAD_PREMIUM_P2 | Microsoft Entra ID P2 < Azure Active Directory Premium P2 < Azure AD Premium P2
52cdf00e-8303-4223-a749-ff69a13e2dd0 | Workload_Identities_P2 | Microsoft Entra Workload ID Premium = Microsoft Entra Workload ID
5e36d0d4-e9e5-4052-aba0-0257465c9b86 | Microsoft_Intune_Advanced_Analytics | Microsoft Intune Advanced Analytics
2b317a4a-77a6-4188-9437-b68a77b4e2c6 | INTUNE_A_D | Microsoft Intune Device
2b26f637-35a0-4dbc-b69e-ff674782be9d | INTUNE_A_GOV | Microsoft Intune Government
061f9ace-7d42-4136-88ac-31dc755f143f | INTUNE_A | Microsoft Intune Plan 1 < Intune
a929cd4d-8672-47c9-8664-159c1f322ba8 | Microsoft_Intune_Suite | Microsoft Intune Suite
3227bcb2-8448-4f81-b3c2-8c2074e15a2a | Microsoft_Viva_Sales | Microsoft Sales Copilot
729dbb8f-8d56-4994-8e33-2f218f549544 | MCOPSTN_6 | Microsoft Teams Domestic Calling Plan (240 min)
7e74bd05-2c47-404e-829a-ba95c66fe8e5 | Microsoft_Teams_EEA_New | Microsoft Teams EEA
7e31c0d9-9551-471d-836f-32ee72be4a01 | Microsoft_Teams_Enterprise_New | Microsoft Teams Enterprise
fde42873-30b6-436b-b361-21af5a6b84ae | Teams_Ess | Microsoft Teams Essentials
3ab6abff-666f-4424-bfb7-f0bc274ec7bc | TEAMS_ESSENTIALS_AAD | Microsoft Teams Essentials (AAD Identity)
b84d58c9-0a0d-46cf-8a4b-d9f23c1674d5 | Operator_Connect_Mobile | Microsoft Teams Phone Mobile = Teams Phone Mobile
440eaaa8-b3e0-484b-a8be-62870b9ba70a | PHONESYSTEM_VIRTUALUSER | Microsoft Teams Phone Resource Account
0e142028-345e-45da-8d92-8bfd4093bbb9 | PHONESYSTEM_VIRTUALUSER_FACULTY | Microsoft Teams Phone Resource Account for Faculty
2cf22bcb-0c9e-4bc6-8daf-7e7654c0f285 | PHONESYSTEM_VIRTUALUSER_GOV | Microsoft Teams Phone Resource Account for GCC
e43b5b99-8dfb-405f-9987-dc307f34bcbd | MCOEV | Microsoft Teams Phone Standard = Teams Phone Standard < Microsoft 365 Phone System < Phone System
d979703c-028d-4de5-acbf-7955566b69b9 | MCOEV_FACULTY | Microsoft Teams Phone Standard for Faculty
a460366a-ade7-4791-b581-9fbff1bdaa85 | MCOEV_GOV | Microsoft Teams Phone Standard for GCC
aa6791d3-bb09-4bc2-afed-c30c3fe26032 | MCOEVSMB_1 | Microsoft Teams Phone Standard for Small and Medium Business
1f338bbc-767e-4a1e-a2d4-b73207cc5b93 | MCOEV_STUDENT | Microsoft Teams Phone Standard for Students
ae2343d1-0999-43f6-ae18-d816516f6e78 | MCOTEAMS_ESSENTIALS | Microsoft Teams Phone with Calling Plan = Teams Phone with Calling Plan
36a0f3b3-adb5-49ea-bf66-762134cf063a | Microsoft_Teams_Premium | Microsoft Teams Premium = Microsoft Teams Premium Introductory Pricing
6af4b3d6-14bb-4a2a-960c-6c902aad34f3 | Microsoft_Teams_Rooms_Basic | Microsoft Teams Rooms Basic
a4e376bd-c61e-4618-9901-3fc0cb1b88bb | Microsoft_Teams_Rooms_Basic_FAC | Microsoft Teams Rooms Basic for EDU
50509a35-f0bd-4c5e-89ac-22f0e16a00f8 | Microsoft_Teams_Rooms_Basic_without_Audio_Conferencing | Microsoft Teams Rooms Basic without Audio Conferencing
4cde982a-ede4-4409-9ae6-b003453c8ea6 | Microsoft_Teams_Rooms_Pro | Microsoft Teams Rooms Pro
c25e2b36-e161-4946-bef2-69239729f690 | Microsoft_Teams_Rooms_Pro_FAC | Microsoft Teams Rooms Pro for EDU
31ecb341-2a17-483e-9140-c473006d1e1a | Microsoft_Teams_Rooms_Pro_GCC | Microsoft Teams Rooms Pro for GCC
21943e3a-2429-4f83-84c1-02735cd49e78 | Microsoft_Teams_Rooms_Pro_without_Audio_Conferencing | Microsoft Teams Rooms Pro without Audio Conferencing
6070a4c8-34c6-4937-8dfb-39bbc6397a60 | MEETING_ROOM | Microsoft Teams Rooms Standard < Meeting Room
9571e9ac-2741-4b63-95fd-a79696f0d0ac | MEETING_ROOM_GOV | Microsoft Teams Rooms Standard for GCC
61bec411-e46a-4dab-8f46-8b58ec845ffe | MEETING_ROOM_NOAUDIOCONF | Microsoft Teams Rooms Standard without Audio Conferencing
295a8eb0-f78d-45c7-8b5b-1eed5ed02dff | MCOCAP | Microsoft Teams Shared Devices
420c7602-7f70-4895-9394-d3d679ea36fb | MCOCAP_FACULTY | Microsoft Teams Shared Devices for Faculty
b1511558-69bd-4e1b-8270-59ca96dba0f3 | MCOCAP_GOV | Microsoft Teams Shared Devices for GCC
3dc7332d-f0fa-40a3-81d3-dd6b84469b78 | Viva_Glint_Standalone | Microsoft Viva Glint
ba929637-f158-4dee-927c-eb7cdefcd955 | Microsoft_Viva_Goals | Microsoft Viva Goals
c9d442fc-21fb-4bd7-89e0-a710d74987f6 | VIVA_LEARNING | Microsoft Viva Learning = Viva Learning
61902246-d7cb-453e-85cd-53ee28eec138 | VIVA | Microsoft Viva Suite
3d957427-ecdc-4df2-aacd-01cc9d519da8 | WORKPLACE_ANALYTICS | Microsoft Workplace Analytics
94763226-9b3c-4e75-a931-5c89701abe66 | STANDARDWOFFPACK_FACULTY | Office 365 A1 for faculty
314c4481-f395-4525-be8b-2ec4bb1e9d91 | STANDARDWOFFPACK_STUDENT | Office 365 A1 for students
78e66a63-337a-4a9a-8959-41c6654dfb56 | STANDARDWOFFPACK_IW_FACULTY | Office 365 A1 Plus for faculty
e82ae690-a2d5-4d76-8d30-7c6e01e6022e | STANDARDWOFFPACK_IW_STUDENT | Office 365 A1 Plus for students
e578b273-6db4-4691-bba0-8d691f4da603 | ENTERPRISEPACKPLUS_FACULTY | Office 365 A3 for faculty
98b6e773-24d4-4c0d-a968-6e787a1f8204 | ENTERPRISEPACKPLUS_STUDENT | Office 365 A3 for students
a4585165-0533-458a-97e3-c400570268c4 | ENTERPRISEPREMIUM_FACULTY | Office 365 A5 for faculty
ee656612-49fa-43e5-b67e-cb1fdf7699df | ENTERPRISEPREMIUM_STUDENT | Office 365 A5 for students
1b1b1f7a-8355-43b6-829f-336cfccb744c | EQUIVIO_ANALYTICS | Office 365 Advanced Compliance
1a585bba-1ce3-416e-b1d6-9c482b52fcf6 | EQUIVIO_ANALYTICS_GOV | Office 365 Advanced Compliance for GCC
84d5f90f-cd0d-4864-b90b-1c7ba63b4808 | ADALLOM_O365 | Office 365 Cloud App Security
18181a46-0d4e-45cd-891e-60aabd171b4e | STANDARDPACK | Office 365 E1
f8ced641-8e17-4dc5-b014-f5a2d53f6ac8 | Office_365_E1_(no_Teams) | Office 365 E1 (no Teams)
b57282e3-65bd-4252-9502-c0eae1e5ab7f | Office_365_w/o_Teams_Bundle_E1 | Office 365 E1 EEA (no Teams)
6fd2c87f-b296-42f0-b197-1e91e994b900 | ENTERPRISEPACK | Office 365 E3
46c3a859-c90d-40b3-9551-6178a48d5c18 | Office_365_E3_(no_Teams) | Office 365 E3 (no Teams)
d711d25a-a21c-492f-bd19-aae1e8ebaf30 | O365_w/o_Teams_Bundle_E3 | Office 365 E3 EEA (no Teams)
c7df2760-2c81-4ef7-b578-5b5392b571df | ENTERPRISEPREMIUM | Office 365 E5
cf50bae9-29e8-4775-b07c-56ee10e3776d | Office_365_w/o_Teams_Bundle_E5 | Office 365 E5 EEA (no Teams)
26d45bd9-adf1-46cd-a9e1-51e9a5524128 | ENTERPRISEPREMIUM_NOPSTNCONF | Office 365 E5 Without Audio Conferencing
99049c9c-6011-4908-bf17-15f496e6519d | SHAREPOINTSTORAGE | Office 365 Extra File Storage
e5788282-6381-469f-84f0-3d7d4021d34d | SHAREPOINTSTORAGE_GOV | Office 365 Extra File Storage for GCC
4b585984-651b-448a-9e53-3b10f069cf7f | DESKLESSPACK | Office 365 F3 < Office 365 F1 < Office 365 K1
d1f0495b-cb7b-4e11-8b85-daee7e7e5664 | Office_365_F3_EEA_(no_Teams) | Office 365 F3 EEA (no Teams)
3f4babde-90ec-47c6-995d-d223749065d1 | STANDARDPACK_GOV | Office 365 G1 GCC = Office 365 GCC G1
535a3a29-c5f0-42fe-8215-d3b9e1f38c4a | ENTERPRISEPACK_GOV | Office 365 G3 GCC = Office 365 GCC G3
24aebea8-7fac-48d0-8750-de4ee1fde205 | ENTERPRISEPACKWITHOUTPROPLUS_GOV | Office 365 G3 without Microsoft 365 Apps GCC
8900a2c0-edba-4079-bdf3-b276e293b6a8 | ENTERPRISEPREMIUM_GOV | Office 365 G5 GCC = Office 365 GCC G5
84951599-62b7-46f3-9c9d-30551b2ad607 | OFFICE365_MULTIGEO | Office 365 Multi-Geo Capabilities
e6778190-713e-4e4f-9119-8b8238de25df | WACONEDRIVESTANDARD | OneDrive for Business (Plan 1)
ed01faf2-1d88-4947-ae91-45ca18703a96 | WACONEDRIVEENTERPRISE | OneDrive for Business (Plan 2)
53818b1b-4a27-454b-8896-0dba576410e6 | PROJECTPROFESSIONAL | Planner and Project Plan 3 = Project Plan 3 < Project Online Professional
46974aed-363e-423c-9e6a-951037cec495 | PROJECTPROFESSIONAL_FACULTY | Planner and Project Plan 3 for faculty = Project Plan 3 for faculty
09015f9f-377f-4538-bbb5-f75ceb09358a | PROJECTPREMIUM | Planner and Project Plan 5 = Project Plan 5 < Project Online Premium
930cc132-4d6b-4d8c-8818-587d17c50d56 | PROJECTPREMIUM_FACULTY | Planner and Project Plan 5 for faculty = Project Plan 5 for faculty
beb6439c-caad-48d3-bf46-0c82871e12be | PROJECT_P1 | Planner Plan 1 = Project Plan 1
a8ad7d2b-b8cf-49d6-b25a-69094a0be206 | POWERAPPS_PER_APP | Power Apps per app plan
b4d7b828-e8dc-4518-91f9-e123ae48440d | POWERAPPS_PER_APP_NEW | Power Apps per app plan (1 app or portal)
b30411f5-fea1-4a59-9ad9-3db7c7ead579 | POWERAPPS_PER_USER | Power Apps Premium < Power Apps per user plan
b3a42176-0a8c-4c3f-ba4e-f2b37fe5be6b | FLOW_BUSINESS_PROCESS | Power Automate per flow plan
4a51bf65-409c-4a91-b845-1121b571cc9d | FLOW_PER_USER | Power Automate per user plan
eda1941c-3c4f-4995-b5eb-e85a42175ab9 | POWERAUTOMATE_ATTENDED_RPA | Power Automate Premium < Power Automate per user with attended RPA plan
253ce8d3-6122-4240-8b04-f434a8fa831f | Power_Automate_per_process | Power Automate Process
bc757c42-5622-4583-a483-a9e537fcb71c | PBI_PREMIUM_EM1_ADDON | Power BI Premium EM1
8ecbd3c1-b108-437c-a859-e3c125e3f83f | PBI_PREMIUM_EM2_ADDON | Power BI Premium EM2
7b26f5ab-a763-4c00-a1ac-f6c4b5506945 | PBI_PREMIUM_P1_ADDON | Power BI Premium P1
f59b22a0-9819-48bf-b01d-715ef2b31027 | PBI_PREMIUM_P1_ADDON_GCC | Power BI Premium P1 GCC
c1d032e0-5619-4761-9b5c-75b6831e1711 | PBI_PREMIUM_PER_USER | Power BI Premium Per User
de376a03-6e5b-42ec-855f-093fb50b8ca5 | PBI_PREMIUM_PER_USER_ADDON | Power BI Premium Per User Add-On
c05b235f-be75-4029-8851-6a4170758eef | PBI_PREMIUM_PER_USER_ADDON_FACULTY | Power BI Premium Per User Add-On for Faculty
060d8061-f606-4e69-a4e7-e8fff75ea1f5 | PBI_PREMIUM_PER_USER_FACULTY | Power BI Premium Per User for Faculty
f8a1db68-be16-40ed-86d5-cb42ce701560 | POWER_BI_PRO | Power BI Pro
de5f128b-46d7-4cfc-b915-a89ba060ea56 | POWER_BI_PRO_FACULTY | Power BI Pro for Faculty
f0612879-44ea-47fb-baf0-3d76d9235576 | POWERBI_PRO_GOV | Power BI Pro for GCC
a10d5e58-74da-4312-95c8-76be4e5b75a0 | PROJECTCLIENT | Project for Office 365
776df282-9fc0-4862-99e2-70e561b9909e | PROJECTESSENTIALS | Project Online Essentials
e433b246-63e7-4d0b-9efa-7940fa3264d6 | PROJECTESSENTIALS_FACULTY | Project Online Essentials for Faculty
ca1a159a-f09e-42b8-bb82-cb6420f54c8e | PROJECTESSENTIALS_GOV | Project Online Essentials for GCC
2db84718-652c-47a7-860c-f10d8abbdae3 | PROJECTONLINE_PLAN_1 | Project Online Premium Without Project Client
f82a60b8-1ee3-4cfb-a4fe-1c6a53c2656c | PROJECTONLINE_PLAN_2 | Project Online With Project for Office 365
074c6829-b3a0-430a-ba3d-aca365e57065 | PROJECTPROFESSIONAL_GOV | Project Plan 3 for GCC
f2230877-72be-4fec-b1ba-7156d6f75bd6 | PROJECTPREMIUM_GOV | Project Plan 5 for GCC
1fc08a02-8b3d-43b9-831e-f76859e04e1a | SHAREPOINTSTANDARD | SharePoint (Plan 1) = SharePoint Online (Plan 1)
a9732ec9-17d9-494c-a51c-d6b45b384dcb | SHAREPOINTENTERPRISE | SharePoint (Plan 2) = SharePoint Online (Plan 2)
f61d4aba-134f-44e9-a2a0-f81a5adb26e4 | Intelligent_Content_Services | SharePoint Syntex
960a972f-d017-4a17-8f64-b42c8035bc7d | Teams_Premium_for_Faculty | Teams Premium for Faculty
4fb214cb-a430-4a91-9c91-4976763aa78f | MTR_PREM | Teams Rooms Premium
4b244418-9658-4451-a2b8-b5e2b364e9bd | VISIOONLINE_PLAN1 | Visio Plan 1 < Visio Online Plan 1
c5928f49-12ba-48f7-ada3-0d743a3601d5 | VISIOCLIENT | Visio Plan 2 < Visio Online Plan 2 < Visio Pro for Office 365
bf95fd32-576a-4742-8d7a-6dc4940b9532 | VISIOCLIENT_FACULTY | Visio Plan 2 for Faculty
4ae99959-6b0f-43b0-b1ce-68146001bdba | VISIOCLIENT_GOV | Visio Plan 2 for GCC
4016f256-b063-4864-816e-d818aad600c9 | TOPIC_EXPERIENCES | Viva Topics
8efbe2f6-106e-442f-97d4-a59aa6037e06 | WIN10_ENT_A3_FAC | Windows 10/11 Enterprise A3 for faculty
d4ef921e-840b-4b48-9a90-ab6698bc7b31 | WIN10_ENT_A3_STU | Windows 10/11 Enterprise A3 for students
7b1a89a9-5eb9-4cf8-9467-20c943f1122c | WIN10_ENT_A5_FAC | Windows 10/11 Enterprise A5 for faculty
6a0f6da5-0b87-4190-a6ae-9bb5a2b9546a | WIN10_VDA_E3 | ~ Windows 10/11 Enterprise E3
cb10e6cd-9da4-4992-867b-67546b1db821 | WIN10_PRO_ENT_SUB | ~ Windows 10/11 Enterprise E3
d13ef257-988a-46f3-8fce-f47484dd4550 | E3_VDA_only | Windows 10/11 Enterprise E3 VDA
488ba24a-39a9-4473-8ee5-19291e71b002 | WIN10_VDA_E5 | Windows 10/11 Enterprise E5
1e7e1070-8ccb-4aca-b470-d7cb538cb07e | WIN_ENT_E5 | Windows 10/11 Enterprise E5 (Original)
`;

/** What Microsoft sells under one id, however it is called. */
export interface Sku {
  /** A GUID in lower case. */
  readonly id: string;
  /** Such as `ENTERPRISEPACK`. */
  readonly code: string;
  /** The name in use. */
  readonly name: string;
  /** Others have that name too. */
  readonly isShared: boolean;
  /** Others in use. */
  readonly also: readonly string[];
  /** Names of before, under which nobody can order it any more. */
  readonly before: readonly string[];
}

export const SKUS: readonly Sku[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [id = '', code = '', names = ''] = line.split(' | ');
    const [inUse = '', ...before] = names.split(' < ');
    const [name = '', ...also] = inUse.split(' = ');
    return { id, code, name: name.replace(/^~ /, ''), isShared: name.startsWith('~ '), also, before };
  });
